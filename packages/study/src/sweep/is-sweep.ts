/** Whether a text is that of a sweep, and not of an experiment. */
export const isSweep = (value: object): boolean =>
  ["experiment", "parameters", "method"].some((key) => Object.hasOwn(value, key));
