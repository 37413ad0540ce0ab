import { definePlugin, TweedieError } from "@tweedie/core";
import { z } from "zod";

/** The network of the teacher, so that student and fake score can be copies of a pretrained one. */
export default definePlugin({
  role: "network",
  summary: "The teacher's own network, such as that of a pretrained file",
  options: z.strictObject({}),
  uses: ["teacher"],
  create(_, { network }) {
    if (network) return { ...network, ofTeacher: true };
    throw new TweedieError({
      where: "network",
      what: "the teacher has no network",
      fix: "choose the network of student and fake score, for example `network: networks/unet`",
    });
  },
});
