package fixup

import (
	"cmp"
	"errors"
	"slices"

	"assay/schema"
)

// A failure is a step that cannot be done as things are, and what it is refused for where all steps are done; nil: nothing, so that it needs one of those that
// are blocked.
type failure struct {
	at   int
	wish error
}

// apply plays a step through. One that cannot be done as things are is blocked; why, only the end tells, see judge.
func (p *planner) apply(s *Step) {
	if p.tries(p.Result, s.Change) != nil {
		s.Blocked = true
		p.failed = append(p.failed, failure{at: len(p.Steps)})
	}
}

// tries makes a change to the result, or to a copy of it, if the server would.
func (p *planner) tries(result *schema.Schema, c schema.Change) error {
	if err := p.unkeyed(c); err != nil {
		return err
	}
	return result.Apply(c)
}

// wished makes the last step's change where all are made, once that is no longer the result.
func (p *planner) wished(s Step) {
	if p.wish == nil {
		if !s.Blocked {
			return
		}
		p.wish = p.Result.Clone()
	}
	err := p.wish.Apply(s.Change)
	if n := len(p.failed); n > 0 && p.failed[n-1].at == len(p.Steps)-1 {
		p.failed[n-1].wish = err
	}
}

// again does what could not be done in its turn and can be now, since what was in its way is gone, behind all else.
func again(p *planner) {
	for n := 0; n < len(p.failed); n++ {
		at := p.failed[n].at
		s := p.Steps[at]
		if !s.alone || p.tries(p.Result, s.Change) != nil {
			continue
		}
		s.Blocked = false
		p.Steps = append(slices.Delete(p.Steps, at, at+1), s)
		p.failed = slices.Delete(p.failed, n, n+1)
		for m := range p.failed {
			if p.failed[m].at > at {
				p.failed[m].at--
			}
		}
		n = -1 // what is done now may have been in the way of another
	}
}

// judge says of the steps that cannot be done why, after all that can be: since they need a step that is blocked, or for what stays in their way.
func (p *planner) judge() {
	for _, f := range p.failed {
		s := &p.Steps[f.at]
		err := p.tries(p.Result.Clone(), s.Change)
		var conflict *schema.Conflict
		if errors.As(err, &conflict) {
			s.needs = cmp.Or(conflict.User, conflict.Object)
		}
		need, about := p.neededBy(f.at, conflict)
		switch {
		case err == nil: // it goes with others, of which one cannot be done
			s.Refused = "it is done with the others of its change or not at all"
		case f.wish != nil && !about:
			s.Refused = "the server refuses it: " + f.wish.Error()
		case need.Refused != "":
			s.Refused = "it cannot be done without a step above it that is not run: " + err.Error()
		default:
			s.Loses = "what the step above it loses, without which it cannot be done (" + err.Error() + ")"
		}
	}
}

// neededBy is the blocked step that another one needs: the last one above it that is about what is missing or in its way, or else the last that the server
// would refuse.
func (p *planner) neededBy(at int, conflict *schema.Conflict) (need Step, about bool) {
	if conflict == nil {
		conflict = &schema.Conflict{}
	}
	for _, s := range slices.Backward(p.Steps[:at]) {
		switch o := s.Change.Object(); {
		case !s.Blocked:
		case o == conflict.Object, o == conflict.User, o.Kind == schema.TableObject && o.Table == cmp.Or(conflict.Object.Table, conflict.User.Table):
			return s, true
		case need.Change == nil || need.Refused == "":
			need = s
		}
	}
	return need, false
}
