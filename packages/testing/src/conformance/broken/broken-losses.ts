import { detach, fullTransform, squaredNorm } from "@tweedie/diffusion";
import { checkLoss, checkWeighting } from "../../checks/index.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { testLoss, testWeighting } from "../test-roles.ts";
import { brokenIn, type Broken } from "./broken-plugin.ts";

const { loss } = standIns();
const brokenLoss = brokenIn("loss", checkLoss, testLoss);
const brokenWeighting = brokenIn("weighting", checkWeighting, testWeighting);

const tiling = ({ shape }: { readonly shape: number[] }) => shape.map((extent, axis) => (axis === 0 ? extent : 1));

export const brokenLosses: readonly Broken[] = [
  brokenLoss("the student's loss is one finite number per sample", () => ({
    student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)).sum(),
  })),
  brokenLoss("the student's loss is one finite number per sample", () => ({
    student: ({ epsTeacher }) => squaredNorm(epsTeacher).mul(-1).sqrt(),
  })),
  brokenLoss("has a gradient in every generated sample", () => ({
    student: ({ epsTeacher }) => squaredNorm(epsTeacher.slice(0, 1).tile(tiling(epsTeacher))),
  })),
  brokenLoss("is a pure function of the batch", () => ({
    student: ({ epsTeacher }) => squaredNorm(epsTeacher).mul(epsTeacher.dataSync()[0]!),
  })),
  brokenLoss("compiles, with its gradient", () => ({
    student: ({ epsFake }) => squaredNorm(epsFake.atan2(epsFake.cumsum(-1))),
  })),
  brokenLoss("has no statistics of the batch", () => ({
    student: ({ epsTeacher }) => squaredNorm(epsTeacher).div(detach(squaredNorm(epsTeacher).mean())),
  })),
  brokenLoss("the fake score's loss has no statistics of the batch", () => ({
    ...loss,
    fakeScore: ({ epsFake, eps }) => squaredNorm(epsFake.sub(eps)).div(squaredNorm(epsFake).mean()),
  })),
  brokenLoss("equals the sum of its declared terms", () => ({
    ...loss,
    studentTerms: (batch) => ({ one: loss.student(batch).mul(0.9) }),
  })),
  brokenLoss("equals the quadratic form of its declared coefficients", () => ({
    ...loss,
    coefficients: fullTransform,
  })),
  brokenLoss("the fake score's loss is one number per sample, with a finite gradient", () => ({
    ...loss,
    fakeScore: ({ epsFake, eps }) => squaredNorm(detach(epsFake).sub(eps)).add(epsFake.mul(0).sum()),
  })),
  brokenLoss("the fake score's loss compiles, with its gradient", () => ({
    ...loss,
    fakeScore: ({ epsFake }) => squaredNorm(epsFake.cumsum(-1)),
  })),
];

export const brokenWeightings: readonly Broken[] = [
  brokenWeighting("weights the student's loss, or a denoiser's, or both", () => ({})),
  brokenWeighting("declares what its weights depend on", () => ({
    student: ({ level }) => level.betaBar.flatten(),
  })),
  ...(["xt", "eps", "xg", "epsTeacher", "epsFake"] as const).map((input) =>
    brokenWeighting("student weights depend on no more than they declare", () => ({
      dependsOn: "level",
      student: (batch) => detach(squaredNorm(batch[input])),
    })),
  ),
  ...(["eps", "xg"] as const).map((input) =>
    brokenWeighting("student weights depend on no more than they declare", () => ({
      dependsOn: "xt",
      student: (batch) => detach(squaredNorm(batch[input].add(batch.epsTeacher))),
    })),
  ),
  brokenWeighting("denoiser weights depend on no more than they declare", () => ({
    dependsOn: "xt",
    denoiser: ({ xt, eps }) => detach(squaredNorm(xt.sub(eps))),
  })),
  brokenWeighting("student weights are positive, one per sample", () => ({
    student: ({ level }) => level.betaBar.flatten().log(),
  })),
  brokenWeighting("denoiser weights are positive, one per sample", () => ({ denoiser: ({ level }) => level.betaBar })),
  brokenWeighting("student weights are a pure function of the batch", () => ({
    student: ({ level }) => level.betaBar.flatten().mul(level.betaBar.dataSync()[0]!),
  })),
  brokenWeighting("denoiser weights are a pure function of the batch", () => ({
    denoiser: ({ level }) => level.betaBar.flatten().mul(Math.random()),
  })),
  brokenWeighting("student weights have no statistics of the batch", () => ({
    student: ({ epsTeacher }) => detach(squaredNorm(epsTeacher).div(squaredNorm(epsTeacher).mean())),
  })),
  brokenWeighting("denoiser weights have no statistics of the batch", () => ({
    denoiser: ({ xt }) => detach(squaredNorm(xt).div(squaredNorm(xt).mean())),
  })),
  brokenWeighting("student weights compile", () => ({
    student: ({ xt }) => squaredNorm(detach(xt.cumsum(-1))),
  })),
  brokenWeighting("denoiser weights compile", () => ({
    denoiser: ({ xt }) => squaredNorm(detach(xt.cumsum(-1))),
  })),
  brokenWeighting("student weights have no gradient in the samples", () => ({ student: ({ xt }) => squaredNorm(xt) })),
  brokenWeighting("denoiser weights have no gradient in the samples", () => ({
    denoiser: ({ xt }) => squaredNorm(xt),
  })),
];
