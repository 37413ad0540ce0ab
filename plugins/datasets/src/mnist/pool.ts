/** Average pooling over `factor` by `factor` pixels: `[count, side, side] -> [count, side / factor, side / factor]`. */
export function averagePool(images: Float32Array, side: number, factor: number): Float32Array {
  if (factor === 1) return images;
  const pooledSide = side / factor;
  const pooled = new Float32Array(images.length / factor ** 2);
  const area = factor ** 2;
  for (let i = 0; i < images.length; i++) {
    const column = i % side;
    const row = (i - column) / side; // counted across all images, because factor divides side
    pooled[Math.floor(row / factor) * pooledSide + Math.floor(column / factor)]! += images[i]! / area;
  }
  return pooled;
}
