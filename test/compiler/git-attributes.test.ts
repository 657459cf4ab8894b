import { expect } from 'chai';
import { attributesName, gitAttributes, originIn } from '../../compiler/phases/git-attributes.ts';

describe('the .gitattributes of an output folder', () => {
  it('keeps line ends, and says from which spec its files come', () => {
    expect(gitAttributes('../specs/todo.yaml')).to.deep.equal({
      name: attributesName,
      text: '# Whatever core.autocrlf says, git leaves the files of this folder as archc writes them.\n* text=auto eol=lf\n# Compiled from ../specs/todo.yaml\n',
      executable: false,
    });
    expect(attributesName).to.equal('.gitattributes');
  });

  it('names no spec when that comes from no file', () => {
    const { text } = gitAttributes();
    expect(text).to.match(/eol=lf\n$/);
    expect(originIn(text)).to.equal(undefined);
  });

  it('is read again whatever its line ends are', () => {
    const { text } = gitAttributes('todo.yaml');
    expect(originIn(text)).to.equal('todo.yaml');
    expect(originIn(text.replaceAll('\n', '\r\n'))).to.equal('todo.yaml');
    expect(originIn(`* -text\n${text}`)).to.equal('todo.yaml');
    expect(originIn('* -text\nx # Compiled from y\n')).to.equal(undefined);
  });
});
