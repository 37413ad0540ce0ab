import { tf } from "@tweedie/core";
import { inner, meanPerSample, squaredNorm, sumPerSample, x0FromEps } from "@tweedie/diffusion";
import { make, scoredBatch, testWeighting } from "@tweedie/testing";
import { expect, test } from "vitest";
import sid from "./sid.ts";

testWeighting(sid);

const batch = scoredBatch(tf.tensor2d([0.3, -1, 0.2, 0.7, -0.4, 0.1, 1, 1], [4, 2]));
const { epsTeacher, epsFake, eps, xt, xg, level } = batch;

test("the weighted L2 - λL1 in eps equals the loss of SiD's code in x0", () => {
  const lambda = 1.2;
  const gap = epsTeacher.sub(epsFake);
  const loss = inner(gap, epsTeacher.sub(eps)).sub(squaredNorm(gap).mul(lambda));

  const [teacher, fake] = [epsTeacher, epsFake].map((eps) => x0FromEps(eps, xt, level));
  const gapOfX0 = teacher!.sub(fake!);
  const code = sumPerSample(gapOfX0.mul(teacher!.sub(xg).sub(gapOfX0.mul(lambda)))).div(
    meanPerSample(xg.sub(teacher!).abs()),
  );

  expect(make(sid).student!(batch).mul(loss)).toBeAllClose(code, { rtol: 1e-4 });
});

test("scale multiplies the weight", () => {
  const [one, hundred] = [make(sid), make(sid, { options: { scale: 100 } })].map(({ student }) => student!(batch));
  expect(hundred!).toBeAllClose(one!.mul(100));
});

test("the weight is finite for a teacher without error", () => {
  const exact = make(sid).student!({ ...batch, epsTeacher: eps });
  const sigmas = level.betaBar.div(level.alphaBar).flatten();
  expect(exact).toBeAllClose(sigmas.square().div(1e-5), { rtol: 1e-4 });
});
