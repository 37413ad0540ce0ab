import { TweedieError } from "@tweedie/core";
import type { PreconditioningSettings } from "@tweedie/diffusion";
import type { NamedSettings } from "../published-model.ts";

/**
 * EDM's class of a preconditioning with its attributes: the inverse of `edmPreconditioningOf`.
 *
 * @param where The run or file, for messages.
 * @throws TweedieError if EDM has no such class.
 */
export function edmPreconditioningSettings(settings: PreconditioningSettings, where: string): NamedSettings {
  switch (settings.kind) {
    case "edm":
      return { name: "EDMPrecond", options: { sigma_data: settings.sigmaData } };
    case "vp":
      return { name: "VPPrecond", options: { beta_d: settings.betaD, beta_min: settings.betaMin, M: settings.steps } };
    case "ve":
      return { name: "VEPrecond", options: {} };
    case "iddpm":
      return { name: "iDDPMPrecond", options: { C_1: settings.c1, C_2: settings.c2, M: settings.steps } };
    case "discrete":
    case "flow":
      throw new TweedieError({
        where,
        what: `EDM has no class with the preconditioning of its teacher (${settings.kind})`,
        fix: "EDM has edm, vp, ve and iddpm",
      });
  }
}
