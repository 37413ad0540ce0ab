/** True if the content of a YAML file is a sweep rather than an experiment. */
export const isSweep = (value: object): boolean =>
  ["experiment", "parameters", "method"].some((key) => Object.hasOwn(value, key));
