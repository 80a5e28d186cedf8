import { Button, Tabs } from '@headwater/react'
import {
  CampaignAnalytics,
  CampaignList,
  GuidedBulkSMSFlow,
  ProviderList,
  SuppressionList,
} from '@headwater/react/campaigns'
import type { SmsEmulator } from './settings.ts'
import { SmsEmulatorPanel } from './sms-emulator-panel.tsx'
import { usePlace, type Go, type Place } from './use-location.ts'

/** One campaign: its draft, its progress, or its results. */
function OpenCampaign({ id, step, go }: { id: string; step: Place['step']; go: Go }) {
  return (
    <>
      <div className="hub-row hub-spread">
        <h1 className="portal-heading">{id === 'new' ? 'New campaign' : 'Campaign'}</h1>
        <div className="hub-row">
          {step === 'results' ? <Button onClick={() => go({ step: null })}>Progress</Button> : null}
          <Button onClick={() => go({ campaignId: null, step: null, campaigns: 'campaigns' })}>
            All campaigns
          </Button>
        </div>
      </div>
      {step === 'results' ? (
        <CampaignAnalytics campaignId={id} />
      ) : (
        <GuidedBulkSMSFlow
          campaignId={id === 'new' ? undefined : id}
          step={step ?? 'source'}
          onStepChange={(next) => go({ step: next })}
          onDraftCreated={(draft) => go({ campaignId: draft.id }, 'replace')}
          onSent={() => go({ step: null }, 'replace')}
          onViewResults={() => go({ step: 'results' })}
        />
      )}
    </>
  )
}

/** Campaigns: what is sent, to whom never, and by which account. Source: data-hub spec, "Campaign Module". */
export default function CampaignsPage({ emulator }: { emulator: SmsEmulator | null }) {
  const [{ campaigns, campaignId, step }, go] = usePlace()
  return (
    <main className="portal-page">
      {emulator ? <SmsEmulatorPanel emulator={emulator} /> : null}
      {campaignId === null ? (
        <>
          <h1 className="portal-heading">Campaigns</h1>
          <Tabs
            label="Campaigns"
            value={campaigns}
            onValueChange={(next) => go({ campaigns: next })}
            tabs={[
              {
                value: 'campaigns',
                label: 'Campaigns',
                content: (
                  <CampaignList
                    onCreateCampaign={() => go({ campaignId: 'new', step: 'source' })}
                    onOpenCampaign={({ id, status }) =>
                      go({
                        campaignId: id,
                        step: ['completed', 'archived', 'failed'].includes(status) ? 'results' : null,
                      })
                    }
                  />
                ),
              },
              {
                value: 'suppressions',
                label: 'Suppressed',
                content: <SuppressionList channel="sms" />,
              },
              {
                value: 'accounts',
                label: 'Accounts',
                content: <ProviderList />,
              },
            ]}
          />
        </>
      ) : (
        <OpenCampaign id={campaignId} step={step} go={go} />
      )}
    </main>
  )
}
