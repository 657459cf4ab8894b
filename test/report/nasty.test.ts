import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { stringify } from 'yaml';
import type { Compiled } from '../../compiler/phases/results.ts';
import type { TemplateNode } from '../../compiler/template/node.ts';
import { compileFile } from '../support/compile/compile-file.ts';
import { useBrowser } from '../support/browser/use-browser.ts';
import { pageAbout, reportOn } from './open-report.ts';

/** What would run, load something or end an element too early, if a page took it for more than text. */
const nasty = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '<!--<script>',
  '--><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' onmouseover='alert(1)`,
  '" onfocus="alert(1)" autofocus="',
  '<svg onload=alert(1)>',
  '<svg><style><img src=x onerror=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  'javascript:alert(1)',
  '</title></textarea></pre></details><script>alert(1)</script>',
  '<base href="http://192.0.2.1/">',
  '<meta http-equiv="refresh" content="0;url=http://192.0.2.1/">',
  '<link rel="stylesheet" href="http://192.0.2.1/x.css">',
  '<style>@import "http://192.0.2.1/x.css";</style>',
  '<form action="http://192.0.2.1/"><button>x</button></form>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '${alert(1)}`${alert(1)}`',
  '{{constructor.constructor("alert(1)")()}}',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)',
  '<scr\u0000ipt>alert(1)</script>',
  '\u2028alert(1)\u2029',
  '\u202e<script>alert(1)</script>',
  '\ud800<script>alert(1)</script>',
  '__proto__',
] as const;

const all = nasty.join(' ');
const desktop = { viewport: { width: 1400, height: 900 } };

describe('a report on a spec with nasty texts', () => {
  const open = useBrowser();

  it('shows them as text, wherever a page has one', async () => {
    const [compiled] = compileFile('specs/todo.yaml');
    const html = await pageAbout([poisoned(compiled, all)]);
    const { page, problems } = await open(html, desktop);
    await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`);
    // Every line and setting builds parts of the page.
    for (const id of ['L1', 'L11', 'L20', 'L33', 'L40']) await page.locator(`#${id}`).click();
    await page.locator('#resources-backend-Service [data-lines]').first().hover();
    await page.getByRole('searchbox').fill('<script>alert(1)</script>');
    expect(problems).to.deep.equal([]);
    expect(await page.locator('script').count()).to.equal(1);
    expect(await page.locator('style').count()).to.equal(1);
    const forbidden =
      'iframe, img, base, form, link, math, [onerror], [onload], [onmouseover], [onfocus], [autofocus]';
    expect(await page.locator(forbidden).count()).to.equal(0);
    expect(await page.locator('a:not([href^="#"])').count()).to.equal(0);
    const text = await page.evaluate<string>('document.body.textContent');
    for (const each of nasty.filter((one) => /^[ -~]*$/.test(one))) {
      // In a comment of the spec, in the template's reasons, and in values.
      expect(text.split(each).length, each).to.be.above(3);
    }
    expect(text).to.not.match(/[\u0000\u2028\u2029\u202e\ud800-\udfff]/u);
  });

  it('shows those that a spec may have', async () => {
    const source = readFileSync('specs/todo.yaml', 'utf8');
    const texts = nasty.filter(
      (each) => /^[ -~]*$/.test(each) && !each.includes('${') && !each.includes('{{'),
    );
    const variables = Object.fromEntries(texts.map((each, index) => [`TEXT_${index}`, each]));
    const spec = source
      .replace(
        '{ LOG_LEVEL: info }',
        `${JSON.stringify(variables)} # ${all.replace(/[\u0000\u2028\u2029\ud800]/g, '')}`,
      )
      .concat(`\n# ${texts.join(' ')}\n`);
    const html = await reportOn({ name: `${all}.yaml`, bytes: Buffer.from(spec) });
    const { page, problems } = await open(html, desktop);
    await page.locator('#L20').click();
    expect(problems).to.deep.equal([]);
    const service = await page.locator('#resources-backend-Service').innerText();
    for (const each of texts) expect(service).to.include(each);
  });

  it('would see a script run', async () => {
    const html = await reportOn('specs/todo.yaml');
    const unsafe = html.replace('What is open', '<script>alert(1)</script>');
    const { problems } = await open(unsafe, desktop);
    expect(problems.join()).to.include('Content Security Policy');
    const withoutPolicy = unsafe.replace(/<meta http-equiv[^>]*>/, '');
    expect((await open(withoutPolicy, desktop)).problems).to.deep.equal(['dialog: 1']);
  });

  it('lets nothing of its policy be loosened', async () => {
    const [, policy = ''] =
      /Content-Security-Policy" content="([^"]*)"/.exec(await reportOn('specs/todo.yaml')) ?? [];
    expect(policy).to.match(/^default-src &#39;none&#39;; /);
    expect(policy).to.not.match(/unsafe|https?:|data:|\*/);
  });
});

/** The same with the text in every place that a user's text could have: values, comments, names, the spec's own text. */
function poisoned(compiled: Compiled, text: string): Compiled {
  const { resolved, templates, name } = compiled;
  const { spec, tree } = resolved;
  return {
    ...compiled,
    name: `${name}${text}`,
    templates: templates.map(({ stack, root }) => ({ stack, root: inTemplate(root, text) as typeof root })),
    resolved: {
      ...resolved,
      spec: { ...spec, name: text, account: text, region: text, stackNames: { shared: text, backend: text } },
      tree: {
        ...tree,
        name: text,
        text: `${tree.text}# ${text}\n${stringify(text)}\n`,
        environment: { name: text, of: text, key: { start: 0, end: 0 }, written: { start: 0, end: 0 } },
      },
    },
  };
}

/** Types keep their meaning, and references what they refer to. */
function inTemplate(node: TemplateNode, text: string): TemplateNode {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => inTemplate(item, text)) };
  if (node.kind === 'map') {
    const entries = node.entries.map((entry) => ({
      ...entry,
      comment: [text, ...(entry.comment ?? [])],
      value: ['Type', 'Effect', 'Action'].includes(entry.key) ? entry.value : inTemplate(entry.value, text),
    }));
    return { ...node, entries };
  }
  if (typeof node.value !== 'string' || node.tag === 'Ref' || node.tag === 'GetAtt') return node;
  return { ...node, value: `${node.value} ${text}` };
}
