/** Shape of one sample, and the number of classes if the network is class-conditional. */
export interface Samples {
  readonly shape: readonly number[];
  readonly classes?: number | undefined;
}
