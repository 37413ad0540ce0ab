import { TweedieError } from "@tweedie/core";
import type { PreconditioningSettings } from "@tweedie/diffusion";
import { z } from "zod";
import { checkSettings } from "../check-settings.ts";
import type { NamedSettings } from "../published-model.ts";

const positive = z.number().positive();
const steps = z.int().positive();

/** The preconditioning of each class of EDM, from the attributes of the object. Others do not change the function. */
const classes: Readonly<Record<string, z.ZodType<PreconditioningSettings>>> = {
  EDMPrecond: z
    .object({ sigma_data: positive.default(0.5) })
    .transform(({ sigma_data }) => ({ kind: "edm", sigmaData: sigma_data })),
  VPPrecond: z
    .object({ beta_d: positive.default(19.9), beta_min: positive.default(0.1), M: steps.default(1_000) })
    .transform(({ beta_d, beta_min, M }) => ({ kind: "vp", betaD: beta_d, betaMin: beta_min, steps: M })),
  VEPrecond: z.object({}).transform(() => ({ kind: "ve" })),
  iDDPMPrecond: z
    .object({ C_1: positive.default(0.001), C_2: positive.default(0.008), M: steps.default(1_000) })
    .transform(({ C_1, C_2, M }) => ({ kind: "iddpm", c1: C_1, c2: C_2, steps: M })),
};

/**
 * The preconditioning of a class of EDM.
 *
 * @param where The file, for messages.
 * @throws TweedieError if the class or an attribute is not supported.
 */
export function edmPreconditioningOf({ name, options }: NamedSettings, where: string): PreconditioningSettings {
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  if (known) return checkSettings(known, options, where);
  throw new TweedieError({
    where,
    what: `the class ${name} around the network is not supported`,
    fix: `supported: ${Object.keys(classes).join(", ")}`,
  });
}
