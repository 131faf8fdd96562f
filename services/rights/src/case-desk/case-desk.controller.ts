import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { problem, Roles } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { caseByNumber } from '../cases/case.store.js';
import { possible } from '../cases/machine.decide.js';
import { CaseReader } from '../cases/read-case.js';
import { decisionNames, happeningOfDecision, type DecisionName } from '../decide-case/decision.js';
import { articlesBeside, type ArticleBeside } from '../officer-desk/articles-beside.js';
import { readDeskTargets, type DeskTarget } from './case-desk.store.js';

const targetsMax = 200;

export interface CaseDesk {
  readonly targets: readonly (DeskTarget & { readonly decisions: readonly DecisionName[] })[];
  /** By item id, of the first 20 articles that the case names. */
  readonly articles: Readonly<Record<string, ArticleBeside>>;
}

/** `GET /v1/cases/{number}/desk`: what lies beside a case on an officer's desk. */
@ApiTags('cases')
@Controller('v1/cases/:number/desk')
export class CaseDeskController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: CaseReader,
  ) {}

  @Get()
  @Roles('rights-officer')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Beside a case: for each target who decided it and what may be decided now, our articles with what a wider hold would reach' })
  @ApiResponse({ status: 200, description: '`{targets: [{ordinal, decidedBy, flag, decisions}], articles: {itemId: {title, text, credit, story: {items, shown, promoted}}}}`' })
  async desk(@Param('number') number: string): Promise<CaseDesk> {
    const one = await caseByNumber(this.dataSource, number.toUpperCase());
    if (!one) throw problem(404, 'case-unknown', 'There is no case of this number. GET /v1/case-list has them.');
    const view = await this.reader.viewOf(one);
    const [targets, articles] = await Promise.all([readDeskTargets(this.dataSource, one.caseId, targetsMax), articlesBeside(this.dataSource, view)]);
    return { targets: targets.map((target) => ({ ...target, decisions: decisionsOf(view.targets[target.ordinal]?.state) })), articles: Object.fromEntries(articles) };
  }
}

const decisionsOf = (state: Parameters<typeof possible>[0] | undefined): DecisionName[] => {
  const now = new Set(state === undefined ? [] : possible(state));
  return decisionNames.filter((name) => now.has(happeningOfDecision(name).type));
};
