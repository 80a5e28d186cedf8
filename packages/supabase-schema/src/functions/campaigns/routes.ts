import { getAnalytics } from './analytics.ts'
import {
  createCampaign,
  deleteCampaign,
  getCampaign,
  listCampaigns,
  listCampaignsWithMeta,
  updateCampaign,
} from './campaigns.ts'
import type { Route } from './context.ts'
import { assignCampaign, listAssignments, listMessages, listSkipped } from './ledger.ts'
import { createProvider, deleteProvider, listProviders, resealProvider, updateProvider } from './providers.ts'
import {
  createSegment,
  deleteSegment,
  getRecipients,
  listSegments,
  postRecipients,
  updateSegment,
} from './recipients.ts'
import { cancelCampaign, pauseCampaign, resumeCampaign, sendCampaign, testCampaign } from './sending.ts'
import { simulateCampaign } from './simulate.ts'
import { createSuppressions, deleteSuppression, listSuppressions } from './suppressions.ts'

/** The routes of `campaign-api`. Source: data-hub spec, "Campaign API". */
export const campaignApiRoutes: readonly Route[] = [
  ['GET', '/campaigns', listCampaigns],
  ['POST', '/campaigns', createCampaign],
  ['POST', '/campaigns/send', sendCampaign],
  ['GET', '/campaigns/:id', getCampaign],
  ['PUT', '/campaigns/:id', updateCampaign],
  ['DELETE', '/campaigns/:id', deleteCampaign],
  ['POST', '/campaigns/:id/pause', pauseCampaign],
  ['POST', '/campaigns/:id/resume', resumeCampaign],
  ['POST', '/campaigns/:id/cancel', cancelCampaign],
  ['POST', '/campaigns/:id/test', testCampaign],
  ['POST', '/campaigns/:id/simulate', simulateCampaign, 'reads'],
  ['GET', '/campaigns/:id/messages', listMessages],
  ['GET', '/campaigns/:id/skipped', listSkipped],
  ['GET', '/campaigns/:id/analytics', getAnalytics],
  ['GET', '/campaigns/:id/assignments', listAssignments],
  ['PUT', '/campaigns/:id/assignments', assignCampaign],
  ['GET', '/recipients', getRecipients],
  ['POST', '/recipients', postRecipients, 'reads'],
  ['GET', '/segments', listSegments],
  ['POST', '/segments', createSegment],
  ['PUT', '/segments/:id', updateSegment],
  ['DELETE', '/segments/:id', deleteSegment],
  ['GET', '/suppressions', listSuppressions],
  ['POST', '/suppressions', createSuppressions],
  ['DELETE', '/suppressions/:id', deleteSuppression],
  ['GET', '/providers', listProviders],
  ['POST', '/providers', createProvider],
  ['PUT', '/providers/:id', updateProvider],
  ['DELETE', '/providers/:id', deleteProvider],
  ['POST', '/providers/:id/reseal', resealProvider],
]

/** The routes of `campaigns`. Source: lead platform's spec, "Campaign Endpoints". */
export const campaignsRoutes: readonly Route[] = [
  ['GET', '/', listCampaignsWithMeta],
  ['POST', '/create', createCampaign],
  ['GET', '/:id', getCampaign],
  ['PUT', '/:id', updateCampaign],
  ['DELETE', '/:id', deleteCampaign],
  ['GET', '/:id/analytics', getAnalytics],
]
