import { readReportPage } from '../../build/generated/report-page.ts';
import { linesOf } from '../diagnostics/place.ts';
import type { Decisions, ReportedEnvironment, ReportInput, Section, Subject } from './model/model.ts';
import { renderPage } from './render-page.ts';
import { drawn } from './model/html.ts';
import { contrastSection } from './sections/contrast.ts';
import { costsSection } from './sections/costs.ts';
import { dataSection } from './sections/data.ts';
import { decisionsSection } from './sections/decisions.ts';
import { differenceSection } from './sections/difference.ts';
import { exportsSection } from './sections/exports.ts';
import { openingsSection } from './sections/openings.ts';
import { pictureSection } from './sections/picture.ts';
import { resourcesSection } from './sections/resources.ts';
import { rightsSection } from './sections/rights.ts';
import { securitySection } from './sections/security.ts';
import { summarySection } from './sections/summary.ts';
import { environmentName } from '../modules/stack-owner.ts';

/** One page on which a reviewer sees everything that a spec makes, with its reason: HTML that needs nothing else. */
export function renderReport(input: ReportInput): string {
  const [first, ...others] = input.environments;
  const subjects = [subjectOf(first, input), ...others.map((each) => subjectOf(each, input))] as const;
  const { assets, decisions } = readReportPage();
  return renderPage({
    assets,
    subjects,
    sections: subjects.map((subject) => sectionsOf(subject, input, decisions)),
  });
}

function subjectOf(
  { compiled, difference, picture, estimate }: ReportedEnvironment,
  { toolkit }: ReportInput,
): Subject {
  const { resolved, templates } = compiled;
  const { tree, spec } = resolved;
  return {
    name: environmentName(resolved),
    compiled,
    templates,
    toolkit,
    tree,
    spec,
    lines: linesOf(tree.text),
    difference,
    picture,
    estimate,
  };
}

/** What a reviewer asks first stands first. */
function sectionsOf(subject: Subject, { contrast }: ReportInput, decisions: Decisions): readonly Section[] {
  const { difference, picture, estimate } = subject;
  return [
    summarySection(subject),
    ...(difference ? [differenceSection(difference, subject)] : []),
    ...(contrast ? [contrastSection(contrast)] : []),
    ...(picture === undefined ? [] : [pictureSection(drawn(picture))]),
    openingsSection(subject),
    rightsSection(subject),
    dataSection(subject),
    ...(estimate ? [costsSection({ ...subject, estimate })] : []),
    securitySection(subject),
    exportsSection(subject),
    resourcesSection(subject),
    decisionsSection(subject, decisions),
  ].filter(({ blocks }) => blocks.length > 0);
}
