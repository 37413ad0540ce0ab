declare module "*?url" {
  const address: string;
  export default address;
}

declare module "*.css";

/** A second instance of ONNX Runtime. */
declare module "onnxruntime-web/wasm?several" {
  export * from "onnxruntime-web/wasm";
}
