/** Weights of a network in training, by their names in its state. */
interface NamedWeights {
  /** Prefix of the weights in the state, such as `student`. */
  readonly name: string;
  /** Average of the weights, if there is one. */
  readonly ema?: unknown;
}

/** Prefix of the weights that are evaluated and kept after training: the averaged ones if there are any. */
export const finalWeightsPrefix = ({ name, ema }: NamedWeights): string => (ema ? `ema.${name}` : name);

/** Prefix of a further average in the state. */
export const averagePrefix = (name: string, index: number): string => `average.${index}.${name}`;
