/**
 * Spherical linear interpolation from `a` (`fraction` 0) to `b` (1). It keeps the norm that normal latents have.
 *
 * Parallel and opposite vectors are interpolated linearly. Shoemake, "Animating rotation with quaternion curves", 1985.
 */
export function slerp(a: Float32Array, b: Float32Array, fraction: number): Float32Array {
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
    ab += a[i]! * b[i]!;
  }
  const angle = Math.acos(Math.min(1, Math.max(-1, ab / Math.sqrt(aa * bb))));
  const isStraight = !(Math.sin(angle) > 1e-6);
  const [ofA, ofB] = isStraight
    ? [1 - fraction, fraction]
    : [Math.sin((1 - fraction) * angle) / Math.sin(angle), Math.sin(fraction * angle) / Math.sin(angle)];
  return a.map((value, i) => ofA * value + ofB * b[i]!);
}
