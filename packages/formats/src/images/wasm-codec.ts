import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The parts of WebAssembly that a codec needs. TypeScript declares WebAssembly only together with the DOM. */
interface Assembly {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

const { WebAssembly: assembly } = globalThis as unknown as { readonly WebAssembly: Assembly };

interface EmscriptenOptions {
  instantiateWasm(imports: object, received: (instance: object, module: object) => void): object;
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
  let compiled: object | undefined;
  let codec: Codec | undefined;
  const instantiate = (): Codec => {
    const module = (compiled ??= new assembly.Module(readFileSync(require.resolve(binary))));
    const loaded = require(script) as EmscriptenFactory | { readonly default: EmscriptenFactory };
    const factory = typeof loaded === "function" ? loaded : loaded.default;
    const options: EmscriptenOptions = {
      instantiateWasm(imports, received) {
        const instance = new assembly.Instance(module, imports);
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
