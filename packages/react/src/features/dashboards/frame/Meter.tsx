/** A share as a short bar with its number; more than all fills it. */
export function Meter({ share, text }: { share: number; text: string }) {
  const filled = Math.max(0, Math.min(1, share))
  return (
    <span className="hub-meter">
      <span className="hub-meter-track" aria-hidden>
        <span className="hub-meter-bar" style={{ transform: `scaleX(${filled})` }} />
      </span>
      {text}
    </span>
  )
}
