/** Compares names as people count: `img2` before `img10`. Other characters compare by their codes. */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.min(left!.length, right!.length); i++) {
    const order = compareParts(left![i]!, right![i]!);
    if (order !== 0) return order;
  }
  return left!.length - right!.length || compare(a, b);
}

function compareParts(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compare(a, b);
  const [left, right] = [a, b].map((digits) => digits.replace(/^0+(?=\d)/, ""));
  return left!.length - right!.length || compare(left!, right!);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
