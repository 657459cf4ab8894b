import { createHash } from 'node:crypto';
import { version } from '../../build/generated/version.ts';
import { element, html } from './model/html.ts';
import type { Html } from './model/html.ts';
import { mergeSections } from './merge-sections.ts';
import type { Group, MergedBlock, MergedSection } from './merge-sections.ts';
import type { Assets, Section, Subject } from './model/model.ts';
import { specLines } from './spec-lines.ts';

interface Page {
  readonly assets: Assets;
  readonly subjects: readonly [Subject, ...Subject[]];
  /** The sections of each subject. */
  readonly sections: readonly (readonly Section[])[];
}

/** The page as text. Nothing in it is loaded from elsewhere, and only its own script and style run. */
export function renderPage({ assets, subjects, sections }: Page): string {
  const [first] = subjects;
  const { tree } = first;
  const name = tree.environment?.of ?? first.compiled.name;
  const merged = mergeSections(sections);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="generator" content="archc" />
        <meta http-equiv="Content-Security-Policy" content="${policyFor(assets)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${name}: what is deployed, and why</title>
        ${element('style', assets.style)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <div class="name">
            <h1>${name}</h1>
            <p>What <code>${tree.name}</code> deploys, and why</p>
          </div>
          <div class="tools">
            ${environmentSwitch(subjects)}
            <div role="search">
              <label for="search">Search</label>
              <input
                id="search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="found"
              />
              <p id="found" role="status"></p>
            </div>
          </div>
          <nav aria-label="Contents">
            <ul>
              ${merged.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <div class="columns">
          <aside aria-labelledby="spec-title">
            <h2 id="spec-title">The spec</h2>
            ${specLines(subjects)}
            <div id="decides" role="status"></div>
          </aside>
          <main id="content" tabindex="-1">
            ${merged.map((section) => renderSection(section, subjects.length))}
            <footer>
              <p>
                Made by archc ${version} from <code>${tree.name}</code>. The same spec gives the same page.
              </p>
            </footer>
          </main>
        </div>
        ${element('script', assets.script)}
      </body>
    </html> `;
  return page.markup;
}

/**
 * Lets run what has these hashes, and nothing else: no other script, no handler in an attribute, no request. The page's
 * script can make no HTML from text either.
 */
function policyFor({ script, style }: Assets): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function environmentSwitch(subjects: readonly Subject[]): Html | undefined {
  if (subjects.length < 2) return undefined;
  return html`<fieldset id="environments">
    <legend>Environment</legend>
    ${subjects.map(
      ({ name }, index) =>
        html`<label
          ><input type="radio" name="environment" value="${index}" ${index === 0 && html` checked`} />
          ${name}</label
        >`,
    )}
  </fieldset>`;
}

function renderSection({ id, title, intro, groups }: MergedSection, number: number): Html {
  const about = intro && html`<p class="intro">${intro}</p>`;
  return html`<section id="${id}" aria-labelledby="title-${id}">
    <h2 id="title-${id}">${title}</h2>
    ${about} ${groups.map((group) => renderGroup(group, number))}
  </section> `;
}

function renderGroup({ heading, blocks }: Group, number: number): Html {
  const environments = [...new Set(blocks.flatMap((block) => block.environments))];
  return html`<div class="group" ${marks(environments, number)}>
    ${heading !== undefined && html`<h3>${heading}</h3>`} ${blocks.map((block) => renderBlock(block, number))}
  </div>`;
}

function renderBlock({ id, key, content, environments }: MergedBlock, number: number): Html {
  return html`<div class="block" id="${id}" data-key="${key}" ${marks(environments, number)}>
    ${content}
  </div> `;
}

/** In which environments something is shown; the first one is shown at the beginning. */
function marks(environments: readonly number[], number: number): Html | undefined {
  if (environments.length === number) return undefined;
  return html` data-in="${[...environments].sort((one, other) => one - other).join(' ')}"${!environments.includes(0) && html` hidden`}`;
}
