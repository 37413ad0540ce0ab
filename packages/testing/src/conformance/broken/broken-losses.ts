// Run by broken-plugins.slow.test.ts: each block is named after the test that its plugin must fail.
import { detach, fullTransform, squaredNorm } from "@tweedie/diffusion";
import { describe } from "vitest";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { testLoss } from "../test-loss.ts";
import { testWeighting } from "../test-weighting.ts";
import { brokenPlugin } from "./broken-plugin.ts";

const { loss } = standIns();

describe("fails: the student's loss is one finite number per sample", () => {
  testLoss(
    brokenPlugin("loss", () => ({
      student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)).sum(),
    })),
  );
});
describe("fails: has a gradient in every generated sample", () => {
  const tiling = ({ shape }: { readonly shape: number[] }) => shape.map((extent, axis) => (axis === 0 ? extent : 1));
  testLoss(
    brokenPlugin("loss", () => ({
      student: ({ epsTeacher }) => squaredNorm(epsTeacher.slice(0, 1).tile(tiling(epsTeacher))),
    })),
  );
});
describe("fails: is a pure function of the batch", () => {
  testLoss(
    brokenPlugin("loss", () => ({
      student: ({ epsTeacher }) => squaredNorm(epsTeacher).mul(epsTeacher.dataSync()[0]!),
    })),
  );
});
describe("fails: compiles, with its gradient", () => {
  testLoss(brokenPlugin("loss", () => ({ student: ({ epsFake }) => squaredNorm(epsFake.atan2(epsFake.cumsum(-1))) })));
});
describe("fails: equals the quadratic form of its declared coefficients", () => {
  testLoss(brokenPlugin("loss", () => ({ ...loss, coefficients: fullTransform })));
});
describe("fails: the fake score's loss is one number per sample, with a finite gradient", () => {
  testLoss(
    brokenPlugin("loss", () => ({
      ...loss,
      fakeScore: ({ epsFake, eps }) => squaredNorm(detach(epsFake).sub(eps)).add(epsFake.mul(0).sum()),
    })),
  );
});
describe("fails: the fake score's loss compiles, with its gradient", () => {
  testLoss(brokenPlugin("loss", () => ({ ...loss, fakeScore: ({ epsFake }) => squaredNorm(epsFake.cumsum(-1)) })));
});
describe("fails: student weights are positive, one per sample", () => {
  testWeighting(brokenPlugin("weighting", () => ({ student: ({ level }) => level.betaBar.flatten().log() })));
});
describe("fails: denoiser weights have no gradient in the samples", () => {
  testWeighting(brokenPlugin("weighting", () => ({ denoiser: ({ xt }) => squaredNorm(xt) })));
});
