/** A tensor in TensorFlow's memory. */
interface TensorInfo {
  readonly id: number;
  readonly shape: readonly number[];
}

/** Attribute of an op that is executed alone. Its type is one of the binding's `TF_ATTR_...`. */
interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean | readonly number[];
}

/** Exports of the addon: those of @tensorflow/tfjs-node-gpu that this package uses, and those of `addon.cc`. Ids are of tensors. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
  /** `/job:localhost/replica:0/task:0/device:GPU:0` */
  readonly deviceName: string;
  isUsingGpuDevice(): boolean;
  /** The tensor may use the memory of the array. */
  createTensor(shape: readonly number[], dtype: number, data: Float32Array): number;
  /** A copy of the values. */
  tensorDataSync(id: number): Float32Array;
  deleteTensor(id: number): void;
  executeOp(op: string, attributes: readonly OpAttribute[], inputs: readonly number[], outputs: number): TensorInfo[];
  /** Adds an encoded function, which can then be called by its name. */
  addFunction(definition: Uint8Array): void;
  /** Calls a function on another thread. Returns its outputs, which the caller deletes. */
  callFunction(name: string, inputs: readonly number[], outputs: number): Promise<TensorInfo[]>;
  /** Sets if a GPU may round the inputs of products and convolutions to 10 bits. */
  allowTf32(allowed: boolean): void;
}
