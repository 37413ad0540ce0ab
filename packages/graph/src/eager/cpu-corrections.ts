import type { AvgPoolGradAttrs, KernelBackend, ResizeBilinearGradAttrs, TensorInfo } from "@tensorflow/tfjs-core";
import { sizeOf, tf } from "@tweedie/core";
import type { Shape } from "../ir/tensor-type.ts";
import type { PixelMap } from "../kernels/pixel-map.ts";
import { meanGradientMap } from "../kernels/pooling.ts";
import { resizingGradientMaps } from "../kernels/resizing.ts";

/** Members of tfjs's cpu backend that its kernels use. */
interface CpuBackend extends KernelBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: "float32", values: Float32Array): TensorInfo;
}

const { ResizeBilinearGrad, ResizeNearestNeighborGrad } = resizingGradientMaps;

/**
 * Gradients that are wrong in the cpu backend of tfjs 4.22, as pixel maps: of resizing (beyond the first image, for non-square images and
 * with half-pixel centres), and of mean pooling at padded edges.
 */
const corrections: Readonly<Record<string, (images: Shape, dy: Shape, attrs: unknown) => PixelMap>> = {
  AvgPoolGrad: (images, _, attrs) => meanGradientMap(images, attrs as AvgPoolGradAttrs),
  ResizeBilinearGrad: (images, dy, attrs) => ResizeBilinearGrad(images, dy, attrs as ResizeBilinearGradAttrs),
  ResizeNearestNeighborGrad: (images, dy, attrs) =>
    ResizeNearestNeighborGrad(images, dy, attrs as ResizeBilinearGradAttrs),
};

/** Replaces these kernels of the cpu backend by correct ones. */
export function correctCpuKernels(): void {
  for (const [kernelName, mapOf] of Object.entries(corrections)) {
    tf.unregisterKernel(kernelName, "cpu");
    tf.registerKernel({
      kernelName,
      backendName: "cpu",
      kernelFunc: ({ inputs, attrs, backend }) => {
        const { dy } = inputs as { dy: TensorInfo };
        const { shape } = (inputs["images"] ?? inputs["input"])!;
        const cpu = backend as CpuBackend;
        const values = applyToValues(cpu.data.get(dy.dataId).values, mapOf(shape, dy.shape, attrs), dy.shape);
        return cpu.makeTensorInfo(shape, "float32", values);
      },
    });
  }
}

/** Applies a pixel map to the values of images `[b, h, w, c]`. */
function applyToValues(values: Float32Array, map: PixelMap, shape: Shape): Float32Array {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const out = new Float32Array(sizeOf([batch, map.length, channels]));
  for (let b = 0; b < batch; b++) {
    for (const [to, sources] of map.entries()) {
      for (const { pixel, weight } of sources) {
        const [source, target] = [(b * height * width + pixel) * channels, (b * map.length + to) * channels];
        for (let c = 0; c < channels; c++) out[target + c]! += weight * values[source + c]!;
      }
    }
  }
  return out;
}
