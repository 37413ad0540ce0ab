import { definePlugin } from "@tweedie/core";
import { classesOf, conditionalOption, dhariwalUnet, dhariwalUnetOptions } from "@tweedie/networks";

/** ADM: `dhariwalUnet` of @tweedie/networks. The defaults are EDM's ADM for ImageNet-64. */
export default definePlugin({
  role: "network",
  summary: "ADM for square images, as EDM and SiD publish its weights",
  aliases: ["adm", "guided-diffusion", "openai-unet"],
  options: dhariwalUnetOptions.extend({ conditional: conditionalOption }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    dhariwalUnet({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
