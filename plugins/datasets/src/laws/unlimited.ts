import type { Dataset } from "@tweedie/core";

/** A dataset that is a law: draws never repeat, so held-out ones only need a stream of their own. */
export const unlimited = (law: Omit<Dataset, "heldOut">): Dataset => ({
  ...law,
  heldOut: (random, count) => law.sample(random.child("held-out"), count),
});
