import "@tweedie/testing";
import { type Cases, positive, testKernels, unary } from "./kernel-cases.fixture.ts";
import type { unaryKernels } from "./unary.ts";

const cases: Cases<keyof typeof unaryKernels> = {
  Abs: unary((x) => x.abs()),
  Acos: unary((x) => x.acos(), { between: [-0.9, 0.9] }),
  Acosh: unary((x) => x.acosh(), { between: [1.1, 4] }),
  Asin: unary((x) => x.asin(), { between: [-0.9, 0.9] }),
  Asinh: unary((x) => x.asinh()),
  Atan: unary((x) => x.atan()),
  Atanh: unary((x) => x.atanh(), { between: [-0.9, 0.9] }),
  Ceil: unary((x) => x.ceil()),
  ClipByValue: unary((x) => x.clipByValue(-0.7, 1.1)),
  Cos: unary((x) => x.cos()),
  Cosh: unary((x) => x.cosh()),
  Elu: unary((x) => x.elu()),
  Erf: unary((x) => x.erf()),
  Exp: unary((x) => x.exp()),
  Expm1: unary((x) => x.expm1()),
  Floor: unary((x) => x.floor()),
  LeakyRelu: unary((x) => x.leakyRelu(0.3)),
  Log: unary((x) => x.log(), positive),
  Log1p: unary((x) => x.log1p(), { between: [-0.5, 2] }),
  Neg: unary((x) => x.neg()),
  Reciprocal: unary((x) => x.reciprocal(), positive),
  Relu: unary((x) => x.relu()),
  Relu6: unary((x) => x.mul(4).relu6()),
  Round: unary((x) => x.round()),
  Rsqrt: unary((x) => x.rsqrt(), positive),
  Selu: unary((x) => x.selu()),
  Sigmoid: unary((x) => x.sigmoid()),
  Sign: unary((x) => x.sign()),
  Sin: unary((x) => x.sin()),
  Sinh: unary((x) => x.sinh()),
  Softplus: unary((x) => x.softplus()),
  Sqrt: unary((x) => x.sqrt(), positive),
  Square: unary((x) => x.square()),
  Step: unary((x) => x.step(0.2)),
  Tan: unary((x) => x.tan(), { between: [-1.2, 1.2] }),
  Tanh: unary((x) => x.tanh()),
};

testKernels(cases);
