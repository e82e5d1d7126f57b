import type { Answer, Citation, Claim } from '../../../domain/answer.js';
import type { AnswerEvent } from '../../../domain/answer-event.js';
import type { Verdict } from '../../../domain/kept-answer.js';
import type { ApiError } from './api-error.js';

/** A question and how far its answer is. */
export interface Turn {
  readonly question: string;
  state: 'asking' | 'answered' | 'stopped' | 'failed';
  understoodAs: string | null;
  /** How many passages are being read; null until they are found. */
  passages: number | null;
  claims: Claim[];
  citations: Citation[];
  answer: Answer | null;
  error: ApiError | null;
  verdict: Verdict | null;
}

export function beginTurn(question: string): Turn {
  return {
    question,
    state: 'asking',
    understoodAs: null,
    passages: null,
    claims: [],
    citations: [],
    answer: null,
    error: null,
    verdict: null,
  };
}

export function answeredTurn(answer: Answer, verdict: Verdict | null): Turn {
  const turn = beginTurn(answer.question);
  finishTurn(turn, answer);
  turn.verdict = verdict;
  return turn;
}

export function advanceTurn(turn: Turn, event: AnswerEvent): void {
  if (event.type === 'retrieved') {
    turn.understoodAs = event.understoodAs;
    turn.passages = event.passages;
  } else {
    turn.claims.push(event.claim);
    turn.citations.push(...event.citations);
  }
}

export function finishTurn(turn: Turn, answer: Answer): void {
  turn.state = 'answered';
  turn.answer = answer;
  turn.understoodAs = answer.understoodAs;
  turn.claims = [...answer.claims];
  turn.citations = [...answer.citations];
}
