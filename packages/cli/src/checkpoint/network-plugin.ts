import { packagedPlugins } from "../plugin-pages/local-plugins.ts";

/** Names of the plugins of networks, without their family, that have the tensors of a class of other programs. */
const names: Readonly<Record<string, string>> = {
  SongUNet: "song-unet",
  DhariwalUNet: "dhariwal-unet",
  UNet2DModel: "diffusers-unet",
};

/** The installed plugin of the network of a class; undefined if there is none. */
export async function networkPlugin(className: string | undefined): Promise<string | undefined> {
  if (className === undefined || !Object.hasOwn(names, className)) return undefined;
  const { plugins } = await packagedPlugins();
  return plugins.find(({ plugin, use }) => plugin.role === "network" && use.endsWith(`/${names[className]!}`))?.use;
}
