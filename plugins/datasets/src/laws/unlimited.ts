import type { Dataset, LabelledDraws } from "@tweedie/core";

/** A law to draw from: no draw of it is ever repeated. */
type Law = Omit<Dataset, "heldOut" | "labelled"> & { readonly labelled?: Omit<LabelledDraws, "heldOut"> };

/** A dataset that is a law: held-out draws only need a stream of their own. */
export const unlimited = ({ labelled, ...law }: Law): Dataset => ({
  ...law,
  heldOut: (random, count) => law.sample(random.child("held-out"), count),
  ...(labelled && {
    labelled: { ...labelled, heldOut: (random, count) => labelled.sample(random.child("held-out"), count) },
  }),
});
