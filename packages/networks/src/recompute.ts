import { after, type Params, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A part of a network as a function of its params and inputs. */
type Forward<Inputs extends readonly Tensor[]> = (params: Params, ...inputs: Inputs) => Tensor;

let isActive = false;

/** The function, with recomputation of the blocks of networks in the gradients of what it computes. */
export const recomputingBlocks =
  <Args extends unknown[], T>(f: (...args: Args) => T) =>
  (...args: Args): T => {
    const outer = isActive;
    isActive = true;
    try {
      return f(...args);
    } finally {
      isActive = outer;
    }
  };

/**
 * A block of a network that `recomputingBlocks` affects: its gradient then keeps the inputs only, and evaluates the block again. Chen et
 * al., "Training deep nets with sublinear memory cost", arXiv 1604.06174.
 *
 * @param name Prefix of the block's params, which are those that it may read.
 * @param forward Its output must depend on all inputs.
 */
export const recomputable =
  <Inputs extends readonly Tensor[]>(name: string, forward: Forward<Inputs>): Forward<Inputs> =>
  (params, ...inputs) => {
    if (!isActive) return forward(params, ...inputs);
    const own = Object.keys(params).filter((param) => param.startsWith(`${name}.`));
    const evaluate: Evaluate = (args) => {
      const [given, values] = [args.slice(0, inputs.length), args.slice(inputs.length)];
      return forward(Object.fromEntries(own.map((param, i) => [param, values[i]!])), ...(given as unknown as Inputs));
    };
    return withRecomputedGradient(evaluate, [...inputs, ...own.map((param) => params[param]!)]);
  };

type Evaluate = (args: readonly Tensor[]) => Tensor;
type Save = (tensors: readonly Tensor[]) => void;

/** The value of a function, whose gradient evaluates it again. */
function withRecomputedGradient(evaluate: Evaluate, args: readonly Tensor[]): Tensor {
  const gradient = tf.customGrad((...all: unknown[]) => {
    (all.at(-1) as Save)(args);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => gradients(evaluate, saved, dy);
    return { value: evaluate(args), gradFunc };
  });
  return gradient(...args);
}

/**
 * Gradients with respect to all arguments, given the gradient `dy` of the output.
 *
 * The second evaluation follows `dy`, and the gradient of the first argument, from which those of the blocks before are computed, follows
 * all others. Otherwise a compiled step may evaluate blocks long before it uses the values, or use them long afterwards.
 */
function gradients(evaluate: Evaluate, args: readonly Tensor[], dy: Tensor): Tensor[] {
  const { state } = tf.engine();
  const tape = state.activeTape;
  const gradient = tf.grads((...again: Tensor[]) => evaluate(again));
  const [first, ...others] = gradient(args.map((each) => after(each, [dy])), dy); // prettier-ignore
  state.activeTape = tape; // tfjs ends the outer tape with the inner one
  return [after(first!, others), ...others];
}
