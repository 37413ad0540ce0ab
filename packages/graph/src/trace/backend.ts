import type { BackendValues, DataType, KernelBackend, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs";
import { TweedieError, sizeOf, tf } from "@tweedie/core";
import { constant, fill, filling } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { DType, Shape } from "../ir/tensor-type.ts";
import { kernels, type Kernel } from "../kernels/kernels.ts";
import { placeOf, withDeepStacks } from "./place.ts";

/** Constants with more numbers than this must be weights or draws. */
export const constantLimit = 65_536;

export const traceBackendName = "trace";

/** A tfjs backend whose tensors hold no numbers, only the nodes that would give them. */
export interface TraceBackend {
  readonly backend: KernelBackend;
  nodeOf(tensor: TensorInfo): Node;
  /** A tensor's identity for a node. */
  hold(node: Node): TensorInfo;
  /** A value that was asked for where no exception could say so: in a promise. */
  readonly failure: TweedieError | undefined;
}

/** `readOuter` reads a tensor of another backend, that the step closes over. */
export function createTraceBackend(readOuter: (tensor: TensorInfo) => BackendValues): TraceBackend {
  const nodes = new WeakMap<object, Node>();
  let count = 0;
  let failure: TweedieError | undefined;

  const hold = (node: Node): TensorInfo => {
    const dataId = {};
    nodes.set(dataId, node);
    count++;
    return { dataId, shape: [...node.shape], dtype: node.dtype };
  };

  const nodeOf = (tensor: TensorInfo): Node => {
    const known = nodes.get(tensor.dataId);
    if (known) return known;
    const node = literal(readOuter(tensor), tensor.shape, tensor.dtype);
    nodes.set(tensor.dataId, node);
    return node;
  };

  const methods: Partial<KernelBackend> = {
    write: (values, shape, dtype) => {
      const node = literal(values, shape, dtype);
      if (filling(node) === undefined) refuseRandomNumbers();
      return hold(node).dataId;
    },
    readSync: () => {
      throw valueNeeded();
    },
    read: () => {
      failure ??= valueNeeded();
      return new Promise(() => undefined); // never settled: a rejection that nobody handles would end the process
    },
    disposeData: (dataId) => {
      if (nodes.delete(dataId)) count--;
      return true;
    },
    incRef: () => undefined,
    refCount: () => 1,
    numDataIds: () => count,
    memory: () => ({ unreliable: true, reasons: ["tracing"] }),
    floatPrecision: () => 32,
    epsilon: () => 1e-7,
    timerAvailable: () => false,
    dispose: () => undefined,
  };
  const backend = Object.assign(new tf.KernelBackend(), methods);
  const trace = { backend, nodeOf, hold, get failure() { return failure; } }; // prettier-ignore
  traces.set(backend, trace);
  return trace;
}

const traces = new WeakMap<KernelBackend, TraceBackend>();

let registered = false;

/** Registers a kernel that records, for each row of the table. */
export function registerTraceKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, kernel] of Object.entries<Kernel>(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName: traceBackendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const { nodeOf, hold } = traces.get(backend as KernelBackend)!;
        const result = (kernel as RecordKernel)(nodesOfInputs(inputs, nodeOf), attrs ?? {});
        return Array.isArray(result) ? result.map(hold) : hold(result as Node);
      },
    });
  }
}

type RecordKernel = (inputs: unknown, attrs: unknown) => Node | readonly Node[];

/** Inputs of a kernel are a record, or an array where there is any number of them. An optional one may be missing. */
function nodesOfInputs(inputs: NamedTensorInfoMap, nodeOf: (tensor: TensorInfo) => Node): unknown {
  if (Array.isArray(inputs)) return (inputs as TensorInfo[]).map(nodeOf);
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, tensor]) => (tensor ? [[name, nodeOf(tensor)]] : [])),
  );
}

/** Numbers that the step wrote down, as a scalar where they are all the same. */
function literal(values: BackendValues, shape: Shape, dtype: DataType): Node {
  if (dtype === "string" || dtype === "complex64") {
    const { where, op } = here();
    throw new TweedieError({ where, what: `${op ?? "a tensor"} of ${dtype} numbers cannot be compiled` });
  }
  const numbers = values as ArrayLike<number>;
  const first = numbers[0] ?? 0;
  let uniform = true;
  for (let i = 1; i < numbers.length && uniform; i++) uniform = Object.is(numbers[i], first);
  if (uniform) return fill(Number(first), shape, dtype as DType);
  if (numbers.length > constantLimit) {
    const { where, op } = here();
    throw new TweedieError({
      where,
      what: `${op ?? "the step"} writes a constant of ${sizeOf(shape)} numbers [${shape.join()}] into the graph; the limit is ${constantLimit}`,
      fix: "hand the values to the step as a weight or a draw",
    });
  }
  return constant(Array.from(numbers, Number), shape, dtype as DType);
}

const here = () => placeOf(withDeepStacks(() => new Error().stack));

function valueNeeded(): TweedieError {
  const { where, op } = here();
  return new TweedieError({
    where,
    what: `a value is read ${op ? `by ${op} ` : ""}while the step is being compiled, when there are none`,
    fix: "return it among the outputs, and keep dataSync, arraySync, data and print out of the step",
  });
}

/** Numbers drawn in JavaScript would be frozen into the graph, the same at every step. */
function refuseRandomNumbers(): void {
  const stack = withDeepStacks(() => new Error().stack) ?? "";
  if (!/(random\w*|truncatedNormal|dropout|multinomial)_+op/.test(stack)) return;
  const { where, op } = placeOf(stack);
  throw new TweedieError({
    where,
    what: `${op ?? "an op"} draws random numbers, which would be the same at every step once compiled`,
    fix: "take the numbers as a draw",
  });
}
