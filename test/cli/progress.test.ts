import { expect } from 'chai';
import type { StackEvent } from '../../compiler/aws/model.ts';
import { clean } from '../../compiler/cli/terminal/clean.ts';
import { openDeployLines } from '../../compiler/cli/views/deploy.ts';
import { renderTree } from '../../compiler/cli/views/progress.ts';
import { openLines } from '../../compiler/cli/views/watch-stack.ts';
import { compileText, spec } from '../diff/diff-of.ts';
import { eventsOf } from '../support/fake-aws/scripted-aws.ts';

const minute = 60_000;

/** The tree after so many minutes; each event is a second after the one before. */
function treeAfter(minutes: number, lines: readonly string[], columns = 100): readonly string[] {
  const display = { now: minutes * minute, start: 0, columns, rows: 30, colour: false };
  return clean(renderTree('todo-backend', eventsOf('todo-backend CREATE_IN_PROGRESS', ...lines), display))
    .split('\n')
    .slice(1);
}

describe('the tree of a deployment', () => {
  for (const [title, minutes, lines, want] of [
    [
      'shows how long AWS usually takes, beside what it is working on',
      3,
      ['EcsService CREATE_IN_PROGRESS'],
      /^`- . EcsService {3}2:59 {2}CREATE_IN_PROGRESS {2}usually 3 to 5 minutes$/,
    ],
    [
      'shows it in words where AWS has no figure, however long it takes',
      90,
      ['LoadBalancer CREATE_IN_PROGRESS'],
      /^`- . LoadBalancer {2}89:59 {2}CREATE_IN_PROGRESS {2}usually a few minutes$/,
    ],
    [
      'says when it takes longer',
      7,
      ['EcsService CREATE_IN_PROGRESS'],
      /^`- . EcsService {3}6:59 {2}CREATE_IN_PROGRESS {2}longer than usual, which is 3 to 5 minutes$/,
    ],
    [
      'counts from the first event of what is done',
      7,
      ['EcsService CREATE_IN_PROGRESS', 'EcsService CREATE_IN_PROGRESS Resource creation Initiated'],
      / longer than usual, which is 3 to 5 minutes$/,
    ],
    [
      'shows nothing where nothing is known',
      3,
      ['Cluster CREATE_IN_PROGRESS'],
      /^`- . Cluster {3}2:59 {2}CREATE_IN_PROGRESS$/,
    ],
    [
      'shows nothing about an update, which AWS says nothing about',
      3,
      ['EcsService UPDATE_IN_PROGRESS'],
      /^`- . EcsService {3}2:59 {2}UPDATE_IN_PROGRESS$/,
    ],
    [
      'shows it of a deletion',
      1,
      ['EcsService DELETE_IN_PROGRESS'],
      / DELETE_IN_PROGRESS {2}usually 2 to 3 minutes$/,
    ],
    [
      'shows nothing beside what is done',
      30,
      ['EcsService CREATE_IN_PROGRESS', 'EcsService CREATE_COMPLETE'],
      /^`- \+ EcsService {3}0:01 {2}CREATE_COMPLETE$/,
    ],
    [
      'shows only the reason of a failure',
      30,
      ['EcsService CREATE_IN_PROGRESS', 'EcsService CREATE_FAILED no capacity'],
      /^`- x EcsService {3}0:01 {2}CREATE_FAILED {2}no capacity$/,
    ],
  ] as const) {
    it(title, () => {
      const shown = treeAfter(minutes, lines);
      expect(shown).to.have.length(1);
      expect(shown[0]).to.match(want);
    });
  }

  it('never shows a share of the time, nor a bar', () => {
    for (const minutes of [0, 1, 4, 5, 6, 20, 60]) {
      const text = treeAfter(minutes, [
        'EcsService CREATE_IN_PROGRESS',
        'Certificate CREATE_IN_PROGRESS',
      ]).join('\n');
      expect(text).to.not.match(/%|#|=|\[|█/);
      expect(text).to.match(/usually|longer than usual/);
    }
  });

  it('is cut to a narrow terminal, and keeps the elapsed time', () => {
    for (const columns of [80, 60, 40, 30]) {
      for (const line of treeAfter(9, ['EcsService CREATE_IN_PROGRESS'], columns)) {
        expect(line.length).to.be.below(columns);
        expect(line).to.match(/^`- . EcsService {3}8:59/);
      }
    }
  });
});

describe('the lines of a deployment', () => {
  it('say once how long AWS usually takes, where it begins', () => {
    let text = '';
    const terminal = { out: () => undefined, err: (more: string) => void (text += more), colour: false };
    openLines(terminal)
      .watch('todo-backend')
      .saw(
        eventsOf(
          'todo-backend CREATE_IN_PROGRESS User Initiated',
          'EcsService CREATE_IN_PROGRESS',
          'EcsService CREATE_IN_PROGRESS Resource creation Initiated',
          'EcsService CREATE_COMPLETE',
          'Cluster CREATE_IN_PROGRESS',
        ),
      );
    expect(text.split('\n').slice(0, -1)).to.deep.equal([
      ' 0:00  todo-backend  CREATE_IN_PROGRESS: User Initiated',
      ' 0:01  todo-backend  CREATE_IN_PROGRESS  EcsService  AWS::ECS::Service  usually 3 to 5 minutes',
      ' 0:02  todo-backend  CREATE_IN_PROGRESS  EcsService  AWS::ECS::Service: Resource creation Initiated',
      ' 0:03  todo-backend  CREATE_COMPLETE  EcsService  AWS::ECS::Service',
      ' 0:04  todo-backend  CREATE_IN_PROGRESS  Cluster  AWS::ECS::Cluster',
    ]);
  });

  it('have it for programs, in minutes where AWS has figures', () => {
    let printed = '';
    const terminal = { out: (more: string) => void (printed += more), err: () => undefined, colour: false };
    const { resolved } = compileText(spec);
    const target = { account: '123456789012', region: 'ap-northeast-1' };
    const events: readonly StackEvent[] = eventsOf(
      'EcsService CREATE_IN_PROGRESS',
      'LoadBalancer CREATE_IN_PROGRESS',
      'Certificate CREATE_IN_PROGRESS',
      'Cluster CREATE_IN_PROGRESS',
      'EcsService CREATE_COMPLETE',
    );
    openDeployLines({ terminal, target, resolved }).watch('todo-backend').saw(events);
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { usually?: object });
    expect(lines.map(({ usually }) => usually)).to.deep.equal([
      { words: '3 to 5 minutes', fromMinutes: 3, toMinutes: 5 },
      { words: 'a few minutes' },
      { words: 'up to 30 minutes', toMinutes: 30 },
      undefined,
      undefined,
    ]);
  });
});
