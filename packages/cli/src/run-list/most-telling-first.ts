/** Parts of a configuration, from those that tell most of a run to those that tell least. */
const order = ["loss", "distill", "seed", "student", "fakeScore", "data", "teacher", "network", "schedule", "pretrain"];

/** Orders configuration paths by how much they tell of a run. */
export const mostTellingFirst = (paths: readonly string[]): readonly string[] =>
  paths.toSorted((a, b) => rankOf(a) - rankOf(b));

const rankOf = (path: string): number => {
  const rank = order.indexOf(path.split(/[.[]/, 1)[0]!);
  return rank === -1 ? order.length : rank;
};
