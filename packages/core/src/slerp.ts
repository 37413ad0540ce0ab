/**
 * The point at `share` of the way from `a` to `b` on the great circle through both, which keeps the length that normal latents have.
 *
 * Where they point the same way, or opposite ways, the straight line. Shoemake, "Animating rotation with quaternion curves", 1985.
 */
export function slerp(a: Float32Array, b: Float32Array, share: number): Float32Array {
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
    ab += a[i]! * b[i]!;
  }
  const angle = Math.acos(Math.min(1, Math.max(-1, ab / Math.sqrt(aa * bb))));
  const isStraight = !(Math.sin(angle) > 1e-6);
  const [ofA, ofB] = isStraight
    ? [1 - share, share]
    : [Math.sin((1 - share) * angle) / Math.sin(angle), Math.sin(share * angle) / Math.sin(angle)];
  return a.map((value, i) => ofA * value + ofB * b[i]!);
}
