/** Colours that distinguish runs, after Okabe and Ito (2008), as CSS values for light and dark backgrounds. */
const runColors = [
  "light-dark(#d55e00, #f08a3c)",
  "light-dark(#0072b2, #56b4e9)",
  "light-dark(#00866a, #3ac29c)",
  "light-dark(#b0417a, #e08bb8)",
  "light-dark(#8a6d00, #e0c020)",
  "light-dark(#5f6a74, #98a3ad)",
] as const;

const dashes: readonly (readonly number[])[] = [[], [6, 4], [2, 3]];

/** Colour and dashes of the run at a position in a comparison: with more runs than colours, lines are dashed. */
export const lineStyle = (index: number): { readonly color: string; readonly dash: readonly number[] } => ({
  color: runColors[index % runColors.length]!,
  dash: dashes[Math.floor(index / runColors.length) % dashes.length]!,
});
