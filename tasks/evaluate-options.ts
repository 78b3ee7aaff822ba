import { effectiveSettings, MAX_DAYS, MAX_SEED } from "../scripts/studies/settings/file.js";
import type { Settings } from "../scripts/studies/settings/settings.js";
import { type DataArguments, dataArguments } from "./data-options.js";
import { wholeOption } from "./options.js";

/** The options of `evaluate` that settings are made of, as typed. */
export interface SettingOptions extends DataArguments {
  readonly settings: string | undefined;
  readonly set: string | undefined;
  readonly seed: string | undefined;
  readonly consumption: string | undefined;
  readonly generation: string | undefined;
  readonly prices: string | undefined;
  readonly consumptionDay: string | undefined;
  readonly generationDay: string | undefined;
  readonly priceDay: string | undefined;
  readonly days: string | undefined;
}

/**
 * What an evaluation runs with: an option of its own name comes before `--set`, and that before the settings file.
 *
 * @throws UserError naming the option or the file, and what is wrong with it
 */
export function settingsOf(options: SettingOptions): Settings {
  const { seed, days, consumption, generation, prices, consumptionDay, generationDay, priceDay } = options;
  const settings = effectiveSettings({ file: options.settings, list: options.set });
  const { sources } = settings;
  const said = Object.entries(dataArguments(options)).filter(([, text]) => text !== undefined);
  return {
    ...settings,
    seed: seed === undefined ? settings.seed : wholeOption("--seed", seed, { min: 0, max: MAX_SEED }),
    sources: {
      ...sources,
      ...Object.fromEntries(said),
      consumption: consumption ?? sources.consumption,
      generation: generation ?? sources.generation,
      prices: prices ?? sources.prices,
      consumptionDay: consumptionDay ?? sources.consumptionDay,
      generationDay: generationDay ?? sources.generationDay,
      priceDay: priceDay ?? sources.priceDay,
      days: days === undefined ? sources.days : wholeOption("--days", days, { min: 1, max: MAX_DAYS }),
    },
  };
}
