const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** The estimated memory of an experiment in one line. */
export const memoryText = ({ peak, available }: { readonly peak: number; readonly available: number }): string =>
  `about ${gib(peak)} at peak; this machine has ${gib(available)}`;
