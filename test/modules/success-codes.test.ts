import { expect } from 'chai';
import { compileText, templatesOf, spec } from '../diff/diff-of.ts';
import { messagesOf } from '../support/compile/messages-of.ts';

const codesOf = (successCodes: unknown, runtime = 'fargate') =>
  messagesOf({
    database: { access: runtime === 'fargate' ? 'vpc' : 'public' },
    service: {
      runtime,
      healthCheck: { successCodes },
      ...(runtime === 'fargate' ? { plainHttp: true } : {}),
    },
  }).map((message) => message.split(':')[0]);

describe('the statuses of a healthy answer', () => {
  for (const codes of ['200', '200,302', '200-399', '499', '200,201,202,204,304', '404-404']) {
    it(`may be ${codes}`, () => {
      expect(codesOf(codes)).to.deep.equal([]);
      const onFargate = spec.replace(
        'runtime: appRunner',
        `runtime: fargate\n    healthCheck: { successCodes: "${codes}" }`,
      );
      expect(compileText(onFargate).artifacts).to.have.length(3);
      expect(templatesOf(onFargate).get('backend')).to.match(new RegExp(`HttpCode: "?${codes}"?}\n`));
    });
  }

  for (const codes of [
    '',
    '500',
    '199',
    '200-599',
    '200-',
    '200,',
    '200, 302',
    '200-299,302',
    '2xx',
    'OK',
    '399-200',
  ]) {
    it(`may not be "${codes}"`, () => {
      expect(codesOf(codes)).to.deep.equal(['wrong-form']);
    });
  }

  it('are text, also one alone', () => {
    expect(codesOf(200)).to.deep.equal(['wrong-type']);
  });

  it('are no setting of App Runner', () => {
    expect(codesOf('200', 'appRunner')).to.deep.equal(['other-runtime']);
  });
});
