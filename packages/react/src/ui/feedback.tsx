import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** What a state means. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** Props of {@link Badge}. */
export interface BadgeProps extends ComponentProps<'span'> {
  /** @default 'neutral' */
  tone?: Tone
  icon?: ReactNode
}

/** A state in a word, an icon and a colour. */
export function Badge({ tone = 'neutral', icon, className, children, ...rest }: BadgeProps) {
  return (
    <span {...rest} className={classNames('hub-badge', className)} data-tone={tone}>
      {icon}
      {children}
    </span>
  )
}

const toneIcons = {
  neutral: Info,
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
}

/** Props of {@link Callout}. */
export interface CalloutProps extends Omit<ComponentProps<'div'>, 'title'> {
  /** @default 'neutral' */
  tone?: Tone
  title?: ReactNode
  actions?: ReactNode
}

/** Something to know about the view it stands in. */
export function Callout({ tone = 'neutral', title, actions, className, children, ...rest }: CalloutProps) {
  const Icon = toneIcons[tone]
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      {...rest}
      className={classNames('hub-callout', className)}
      data-tone={tone}
    >
      <Icon className="hub-icon" aria-hidden />
      <div className="hub-callout-body">
        {title ? <p className="hub-callout-title">{title}</p> : null}
        {children}
      </div>
      {actions ? <div className="hub-callout-actions">{actions}</div> : null}
    </div>
  )
}

/** Props of {@link EmptyState}. */
export interface EmptyStateProps extends Omit<ComponentProps<'div'>, 'title'> {
  icon?: ReactNode
  title: ReactNode
  /** What goes here. */
  description?: ReactNode
  /** The first step. */
  actions?: ReactNode
}

/** A view without anything in it yet. */
export function EmptyState({ icon, title, description, actions, className, ...rest }: EmptyStateProps) {
  return (
    <div {...rest} className={classNames('hub-empty', className)}>
      {icon}
      <h3 className="hub-title">{title}</h3>
      {description ? <p>{description}</p> : null}
      {actions ? <div className="hub-empty-actions">{actions}</div> : null}
    </div>
  )
}

/** Props of {@link Skeleton}. */
export interface SkeletonProps extends ComponentProps<'span'> {
  /** A CSS length. @default '100%' */
  width?: string
}

/** Keeps the place of text that is on its way. */
export function Skeleton({ width = '100%', className, style, ...rest }: SkeletonProps) {
  return (
    <span
      {...rest}
      aria-hidden
      className={classNames('hub-skeleton', className)}
      style={{ ...style, width }}
    />
  )
}

/** Props of {@link ProgressBar}. */
export interface ProgressBarProps extends Omit<ComponentProps<'div'>, 'children'> {
  /** What progresses. */
  label: string
  /** 0 to 1, or null while nobody knows. */
  value: number | null
  /** @default 'neutral': the accent */
  tone?: Tone
}

/** How far something is. */
export function ProgressBar({ label, value, tone = 'neutral', className, ...rest }: ProgressBarProps) {
  const known = value === null ? {} : { 'aria-valuenow': Math.round(value * 100) }
  return (
    <div
      {...rest}
      {...known}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      className={classNames('hub-progress', className)}
      data-state={value === null ? 'indeterminate' : 'determinate'}
    >
      <div
        className="hub-progress-bar"
        data-tone={tone}
        style={value === null ? undefined : { transform: `scaleX(${value})` }}
      />
    </div>
  )
}
