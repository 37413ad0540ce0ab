/** Titles of losses in tables, by their names in sweeps. */
export const lossTitles: Readonly<Record<string, string>> = {
  L1: "L1",
  "lambda-0": "L2 (λ = 0)",
  "lambda-0.5": "L2 − ½ L1",
  "lambda-1": "L2 − L1",
  "lambda-1.2": "L2 − 1.2 L1",
  full: "full transform",
  left: "left half",
  right: "right half",
  "middle-only": "middle only",
  "reverse-kl": "reverse KL",
  lsgan: "LSGAN",
  dde: "DDE",
};
