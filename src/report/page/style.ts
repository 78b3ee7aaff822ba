import { FONT_FAMILY, PALETTE } from "../figures/style.js";

/** The page's style sheet: the palette of the figures, light and dark, from a phone to paper. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;${variables("light")}}
@media screen and (prefers-color-scheme:dark){:root{${variables("dark")}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 ${FONT_FAMILY};overflow-wrap:break-word}
header,main,footer{max-width:54rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.9rem;line-height:1.2;margin:2rem 0 .5rem}
h2{font-size:1.4rem;line-height:1.3;margin:3rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--grid)}
p{margin:.6rem 0;max-width:44rem}
a{color:var(--blue);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:.5rem;padding:.4rem .8rem;background:var(--paper);z-index:1}
.lead{font-size:1.1rem}
nav ul,.downloads{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem}
nav a,.downloads a{display:inline-block;padding:.2rem 0}
.summary{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem;margin:1rem 0}
.summary div{border:1px solid var(--grid);border-radius:.5rem;padding:.7rem .9rem}
.summary dt{color:var(--muted);font-size:.9rem}
.summary dd{margin:.15rem 0 0;font-size:1.35rem;font-weight:600}
.unit{font-size:.9rem;font-weight:400}
.mark{font-size:.8rem;font-weight:400;white-space:nowrap;padding:.05rem .4rem;border:1px solid var(--muted);border-radius:1rem;background:var(--band);color:var(--ink)}
figure{margin:1.5rem 0 2.25rem}
figcaption{font-size:.95rem}
figcaption p{margin:.3rem 0}
.title{font-weight:600}
.parameters{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:.3rem 0;color:var(--muted)}
.parameters div{display:inline-flex;gap:.35rem;align-items:baseline;flex-wrap:wrap}
.parameters dd{margin:0;color:var(--ink)}
.scroll{overflow-x:auto;border:1px solid var(--grid);border-radius:.5rem;margin:.5rem 0}
.scroll svg{display:block;width:100%;min-width:42rem;height:auto}
.wide{width:max-content;min-width:100%;max-width:calc(100vw - 2rem);position:relative;left:50%;transform:translateX(-50%)}
.wide :is(th,td){padding:.35rem .45rem}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid)}
tbody tr:last-child>*{border-bottom:0}
thead th{color:var(--muted);vertical-align:bottom}
tbody th{font-weight:400}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal;min-width:4rem}
footer{margin:4rem auto 3rem;color:var(--muted);font-size:.9rem}
@media print{
body{font-size:10pt}
nav,.skip,.downloads{display:none}
header,main,footer{max-width:none;padding:0}
h2{break-after:avoid}
figure,.summary div,tr{break-inside:avoid}
.scroll{overflow:visible;border:0}
.scroll svg{min-width:0}
.wide{width:auto;max-width:none;left:0;transform:none}
thead{display:table-header-group}
table{font-size:8pt}
th,td{padding:.2rem .35rem}
thead .number{min-width:0}
.wide table{font-size:6.5pt}
.wide :is(th,td){padding:.15rem .2rem}
}
`.trim();

function variables(scheme: "light" | "dark"): string {
  return Object.entries(PALETTE)
    .map(([name, colour]) => `--${name}:${colour[scheme]}`)
    .join(";");
}
