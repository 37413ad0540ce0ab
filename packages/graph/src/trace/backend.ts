import type { BackendValues, DataType, KernelBackend, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { afterKernel, TweedieError, sizeOf, tf } from "@tweedie/core";
import { after, constant, constantFill, fill } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { DType, Shape } from "../ir/tensor-type.ts";
import { type GraphKernel, kernels } from "../kernels/kernels.ts";
import { callSiteOf, withDeepStacks } from "../tfjs/call-site.ts";

/** Number of elements above which a non-uniform constant must be passed as a weight or a draw. */
export const constantLimit = 65_536;

export const traceBackendName = "trace";

/** A tfjs backend whose tensors have no values, only the graph nodes that compute them. */
export interface TraceBackend {
  readonly backend: KernelBackend;
  nodeOf(tensor: TensorInfo): Node;
  /** A new tensor for a node. */
  tensorOf(node: Node): TensorInfo;
  /** Error of an asynchronous read, which cannot throw into the step. */
  readonly failure: TweedieError | undefined;
}

/** @param readOuter Reads a tensor of another backend that the step closes over. */
export function createTraceBackend(readOuter: (tensor: TensorInfo) => BackendValues): TraceBackend {
  const nodes = new WeakMap<object, Node>();
  let count = 0;
  let failure: TweedieError | undefined;

  const tensorOf = (node: Node): TensorInfo => {
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
      if (constantFill(node) === undefined) rejectRandomNumbers();
      return tensorOf(node).dataId;
    },
    readSync: () => {
      throw valueReadError();
    },
    read: () => {
      failure ??= valueReadError();
      return new Promise(() => undefined); // never settles: an unhandled rejection would end the process
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
  const trace = { backend, nodeOf, tensorOf, get failure() { return failure; } }; // prettier-ignore
  traces.set(backend, trace);
  return trace;
}

const traces = new WeakMap<KernelBackend, TraceBackend>();

let registered = false;

/** Registers a recording kernel for each tfjs kernel that can be compiled. */
export function registerTraceKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, kernel] of Object.entries<GraphKernel>({ ...kernels, [afterKernel]: orderKernel })) {
    tf.registerKernel({
      kernelName,
      backendName: traceBackendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const { nodeOf, tensorOf } = traces.get(backend as KernelBackend)!;
        const result = (kernel as RecordKernel)(nodesOfInputs(inputs, nodeOf), attrs ?? {});
        return Array.isArray(result) ? result.map(tensorOf) : tensorOf(result as Node);
      },
    });
  }
}

/** Kernel of `after`, which is no kernel of tfjs. */
const orderKernel = ({ x, ...others }: { readonly x: Node } & Readonly<Record<string, Node>>) =>
  after(x, Object.values(others));

type RecordKernel = (inputs: unknown, attrs: unknown) => Node | readonly Node[];

/** Nodes of a kernel's inputs: a record without missing optional inputs, or an array for a variadic kernel. */
function nodesOfInputs(inputs: NamedTensorInfoMap, nodeOf: (tensor: TensorInfo) => Node): unknown {
  if (Array.isArray(inputs)) return (inputs as TensorInfo[]).map(nodeOf);
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, tensor]) => (tensor ? [[name, nodeOf(tensor)]] : [])),
  );
}

/** Constant with the values of a tensor: a broadcast scalar where they are all equal. */
function literal(values: BackendValues, shape: Shape, dtype: DataType): Node {
  if (dtype === "string" || dtype === "complex64") {
    const { where, op } = currentCallSite();
    throw new TweedieError({ where, what: `${op ?? "a tensor"} of type ${dtype} cannot be compiled` });
  }
  const numbers = values as ArrayLike<number>;
  const first = numbers[0] ?? 0;
  let uniform = true;
  for (let i = 1; i < numbers.length && uniform; i++) uniform = Object.is(numbers[i], first);
  if (uniform) return fill(Number(first), shape, dtype as DType);
  if (numbers.length > constantLimit) {
    const { where, op } = currentCallSite();
    throw new TweedieError({
      where,
      what: `${op ?? "the step"} creates a constant of ${sizeOf(shape)} numbers [${shape.join()}]; the limit is ${constantLimit}`,
      fix: "pass the values to the step as a weight or a draw",
    });
  }
  return constant(Array.from(numbers, Number), shape, dtype as DType);
}

const currentCallSite = () => callSiteOf(withDeepStacks(() => new Error().stack));

function valueReadError(): TweedieError {
  const { where, op } = currentCallSite();
  return new TweedieError({
    where,
    what: `${op ?? "the step"} reads a value, but tensors have no values while the step is compiled`,
    fix: "return the value as an output; do not use dataSync, arraySync, data or print in a step",
  });
}

/** Throws if the tensor being written was drawn by a random op: its numbers would become constants of the graph. */
function rejectRandomNumbers(): void {
  const stack = withDeepStacks(() => new Error().stack) ?? "";
  if (!/(random\w*|truncatedNormal|dropout|multinomial)_+op/.test(stack)) return;
  const { where, op } = callSiteOf(stack);
  throw new TweedieError({
    where,
    what: `${op ?? "an op"} draws random numbers, which would be the same at every step after compilation`,
    fix: "pass the numbers to the step as a draw",
  });
}
