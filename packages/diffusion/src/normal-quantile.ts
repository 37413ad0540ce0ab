// By hand and not from a library: the noise levels of every run depend on each bit.

/** Rational approximations of Wichura's algorithm AS 241 (PPND16, Applied Statistics 37, 1988), lowest power first. */
const centre = {
  numerator: [
    3.3871328727963665, 1.3314166789178438e2, 1.9715909503065513e3, 1.373169376550946e4, 4.592195393154987e4,
    6.72657709270087e4, 3.343057558358813e4, 2.5090809287301227e3,
  ],
  denominator: [
    1, 4.231333070160091e1, 6.871870074920579e2, 5.394196021424751e3, 2.1213794301586597e4, 3.930789580009271e4,
    2.8729085735721943e4, 5.226495278852854e3,
  ],
};
const middle = {
  numerator: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    2.417807251774506e-1, 2.2723844989269184e-2, 7.745450142783414e-4,
  ],
  denominator: [
    1, 2.053191626637759, 1.6763848301838038, 6.897673349851e-1, 1.4810397642748008e-1, 1.5198666563616457e-2,
    5.475938084995345e-4, 1.0507500716444169e-9,
  ],
};
const tail = {
  numerator: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 2.9656057182850487e-1, 2.6532189526576124e-2,
    1.2426609473880784e-3, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  denominator: [
    1, 5.99832206555888e-1, 1.369298809227358e-1, 1.4875361290850615e-2, 7.868691311456133e-4, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

const ratio = ({ numerator, denominator }: typeof centre, x: number): number =>
  polynomial(numerator, x) / polynomial(denominator, x);

/** The standard normal's quantile: the `x` with `P(X <= x) = p`, for `p` in (0, 1), to 16 digits. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(centre, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  return Math.sign(q) * (r <= 5 ? ratio(middle, r - 1.6) : ratio(tail, r - 5));
}

/**
 * The standard normal's cumulative distribution function, `P(X <= x)`, to a relative accuracy of 15 digits, in the lower tail too.
 *
 * Uses the series near zero and the continued fraction in the tails: Abramowitz and Stegun 26.2.11 and 26.2.14.
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (size < 3) {
    let term = x;
    let sum = x;
    for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n += 2) sum += term *= (x * x) / n;
    return 0.5 + density * sum;
  }
  let fraction = size;
  for (let n = 60; n > 0; n--) fraction = size + n / fraction;
  const tail = density / fraction;
  return x < 0 ? tail : 1 - tail;
}
