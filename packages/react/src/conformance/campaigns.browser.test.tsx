import * as campaigns from '../campaigns.ts'
import { campaignBackend, campaignSubjects } from './campaign-subjects.tsx'
import { conform } from './conform.tsx'

conform({ entry: campaigns, subjects: campaignSubjects, backend: campaignBackend() })
