import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

interface EmscriptenOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    received: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
  printErr(text: string): void;
}

/** Script and binary of a codec that Emscripten has compiled. */
interface CodecFiles {
  readonly script: string;
  readonly binary: string;
}

/**
 * A codec in WebAssembly, instantiated at its first use. It is instantiated again after a failed use, because an exception of C++ leaves
 * its stack and its allocations in its memory.
 *
 * It is instantiated synchronously, because datasets are read synchronously: Emscripten then has filled the module that it was passed
 * when its factory returns.
 */
export function wasmCodec<Codec>({ script, binary }: CodecFiles): <T>(use: (codec: Codec) => T) => T {
  let compiled: WebAssembly.Module | undefined;
  let codec: Codec | undefined;
  const instantiate = (): Codec => {
    const module = (compiled ??= new WebAssembly.Module(readFileSync(require.resolve(binary))));
    const loaded = require(script) as EmscriptenFactory | { readonly default: EmscriptenFactory };
    const factory = typeof loaded === "function" ? loaded : loaded.default;
    const options: EmscriptenOptions = {
      instantiateWasm(imports, received) {
        const instance = new WebAssembly.Instance(module, imports);
        received(instance, module);
        return instance.exports;
      },
      printErr: () => undefined,
    };
    void factory(options);
    return options as Codec;
  };
  return (use) => {
    const current = (codec ??= instantiate());
    codec = undefined;
    const result = use(current);
    codec = current;
    return result;
  };
}

type EmscriptenFactory = (options: EmscriptenOptions) => Promise<unknown>;
