import type { Download, ReportSection } from "../../src/report/page/page.js";
import { toPng } from "../../src/report/png.js";
import type { FileSet } from "../../src/report/write.js";
import type { StudyResult } from "./study.js";

/** Puts a PNG beside every SVG of a study, and a link to it beside every link to the SVG. */
export function withPngs(result: StudyResult): StudyResult {
  const pngs = Object.entries(result.files).flatMap(([path, content]) =>
    typeof content === "string" && path.endsWith(".svg") ? [[pngPath(path), toPng(content)] as const] : [],
  );
  return {
    ...result,
    files: { ...result.files, ...(Object.fromEntries(pngs) as FileSet) },
    section: withLinks(result.section),
  };
}

function withLinks(section: ReportSection): ReportSection {
  const linked = (downloads: readonly Download[]) =>
    downloads.flatMap((download) =>
      download.path.endsWith(".svg") ? [download, { path: pngPath(download.path), label: "PNG" }] : [download],
    );
  return {
    ...section,
    figures: section.figures.map((figure) => ({ ...figure, downloads: linked(figure.downloads ?? []) })),
    downloads: linked(section.downloads),
  };
}

function pngPath(svgPath: string): string {
  return svgPath.replace(/\.svg$/, ".png");
}
