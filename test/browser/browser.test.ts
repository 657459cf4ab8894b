import { expect } from 'chai';
import { accessibilityFindings } from '../support/browser/accessibility.ts';
import { useBrowser } from '../support/browser/use-browser.ts';

const sound = '<!doctype html><html lang="en"><title>Sound</title><main><h1>Sound</h1></main></html>';
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:">`;

describe('the browser of the tests', () => {
  const open = useBrowser();

  it('sees nothing wrong with a sound page', async () => {
    const { page, problems } = await open(sound);
    expect(await page.getByRole('heading').textContent()).to.equal('Sound');
    expect(await accessibilityFindings(page)).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
  });

  for (const [what, addition, problem] of [
    ['an error', '<script>null.x</script>', /^error: /],
    ['a dialog', '<script>alert(1)</script>', /^dialog: 1/],
    ['a message', '<script>console.log("hello")</script>', /^log: hello/],
    ['a request', '<img alt="" src="http://192.0.2.1/">', /^request: http:\/\/192\.0\.2\.1\//],
    ['a refused script', `${policy}<script>1</script>`, /^error: .*Content Security Policy/],
  ] as const) {
    it(`reports ${what}`, async () => {
      const { problems } = await open(sound.replace('</title>', `</title>${addition}`));
      expect(problems[0]).to.match(problem);
    });
  }

  it('reports what a screen reader could not say', async () => {
    const { page } = await open(sound.replace('</main>', '<img src="data:,"></main>'));
    expect((await accessibilityFindings(page)).join()).to.include('image-alt');
  });
});
