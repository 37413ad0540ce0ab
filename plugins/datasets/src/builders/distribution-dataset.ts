import type { Dataset, LabelledDraws } from "@tweedie/core";

type Distribution = Omit<Dataset, "heldOut" | "labelled"> & { readonly labelled?: Omit<LabelledDraws, "heldOut"> };

/** A dataset that samples a distribution: held-out samples are draws from a separate random stream. */
export const distributionDataset = ({ labelled, ...distribution }: Distribution): Dataset => ({
  ...distribution,
  heldOut: (random, count) => distribution.sample(random.child("held-out"), count),
  ...(labelled && {
    labelled: { ...labelled, heldOut: (random, count) => labelled.sample(random.child("held-out"), count) },
  }),
});
