import { expect } from "chai";

import { page } from "../../../src/report/page/page.js";
import { sampleReport } from "./sample-report.js";

describe("page", () => {
  it("refuses two parts of one id", () => {
    const report = sampleReport();
    const twice = { ...report, sections: [...report.sections, ...report.sections.slice(0, 1)] };
    expect(() => page(twice)).to.throw(RangeError, 'the id "fig6"');
  });

  it("refuses a figure without an id or a title", () => {
    const report = sampleReport();
    const withSvg = (svg: string) => ({
      ...report,
      sections: report.sections.slice(0, 1).map((section) => ({
        ...section,
        figures: section.figures.map((figure) => ({ ...figure, svg })),
      })),
    });
    expect(() => page(withSvg("<svg></svg>"))).to.throw(TypeError, "no id");
    expect(() => page(withSvg('<svg id="a"></svg>'))).to.throw(TypeError, "no title");
  });

  it("is the same for the same report", () => {
    expect(page(sampleReport()) === page(sampleReport())).to.be.true;
  });

  it("escapes text", () => {
    expect(page(sampleReport())).to.include("made up for a test; &lt;no&gt; result");
    const title = `"><script>alert('x')</script>&amp;`;
    const markup = page({ ...sampleReport(), title, sections: [] });
    expect(markup).to.include("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;");
    expect(markup).not.to.include("<script");
  });

  it("puts the summary before every section, and links to each of them and to the files", () => {
    const markup = page(sampleReport());
    expect(markup.indexOf('id="summary"')).to.be.greaterThan(0).and.lessThan(markup.indexOf('id="fig6"'));
    for (const { id } of sampleReport().sections) {
      expect(markup).to.include(`href="#${id}"`);
      expect(markup).to.include(`href="${id}.csv" download`);
    }
  });

  it("says source, parameters with their marks, and seeds under a figure", () => {
    const markup = page(sampleReport());
    expect(markup).to.include("Source: equation (9), Fig. 6.");
    expect(markup.replaceAll(/\s+/g, " ")).to.match(
      /<dt>T_c<\/dt> ?<dd> ?120 ?<span class="unit">s<\/span> ?<span class="mark">assumed<\/span>/,
    );
    expect(markup.replaceAll(/\s+/g, " ")).to.match(/<dt>seed<\/dt> ?<dd> ?24/);
  });

  it("gives tables scopes for their headings and aligns numbers", () => {
    const markup = page(sampleReport());
    expect(markup).to.include('<th scope="col" class="number">Trade</th>');
    expect(markup).to.include('<th scope="row" class="number">1</th>');
    expect(markup).to.include('<td class="text">fast</td>');
  });
});
