import { TweedieError } from "@tweedie/core";
import type { PreconditioningSettings } from "@tweedie/diffusion";

const predictions = { epsilon: "epsilon", v: "v_prediction", sample: "sample" } as const;

/**
 * The `scheduler_config.json` of a preconditioning: the inverse of `schedulerPreconditioning`.
 *
 * @param where The run or file, for messages.
 * @throws TweedieError if diffusers has no such scheduler.
 */
export function schedulerSettings(settings: PreconditioningSettings, where: string): Record<string, unknown> {
  switch (settings.kind) {
    case "discrete":
      return {
        _class_name: "DDPMScheduler",
        num_train_timesteps: settings.steps,
        beta_start: settings.betaStart,
        beta_end: settings.betaEnd,
        beta_schedule: settings.schedule,
        prediction_type: predictions[settings.prediction],
        rescale_betas_zero_snr: settings.zeroTerminalSignal,
      };
    case "flow":
      return { _class_name: "FlowMatchEulerDiscreteScheduler", num_train_timesteps: settings.timeScale };
    case "edm":
      return { _class_name: "EDMEulerScheduler", sigma_data: settings.sigmaData, prediction_type: "epsilon" };
    case "vp":
    case "ve":
    case "iddpm":
      throw new TweedieError({
        where,
        what: `diffusers has no scheduler with the preconditioning of its teacher (${settings.kind})`,
        fix: "diffusers has edm, epsilon, v, sample and flow",
      });
  }
}
