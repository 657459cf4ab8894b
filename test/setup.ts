import { isGeneratedFrom } from '../compiler/build/sources.ts';
import { setAuthoritiesAside } from './support/authorities.ts';
import { endUnlessFresh } from './support/fresh-build.ts';

setAuthoritiesAside();
// Every test runs the source with the generated code.
endUnlessFresh(isGeneratedFrom);
