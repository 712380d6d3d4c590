package schema

// Branch goes on with a copy of a schema that is forgotten when walk returns, as [Schema.Fork] makes it. What it has copied for that is used again for the
// next branch: a walk through a history with a hundred branches copies each table a hundred times.
func Branch(s *Schema, walk func(*Schema)) {
	if s.spare == nil {
		s.spare = &spare{}
	}
	c := s.Fork()
	c.spare = s.spare
	walk(c)
	for key := range c.owned {
		if t := tableAt(c, key); t != nil {
			*s.spare = append(*s.spare, t.Columns[:0])
			t.Columns = nil
		}
	}
}

// A spare is the space for columns that branches have left.
type spare [][]Column

// room is the fewest columns that space is made for beyond those that a table has: most often some are added next.
const room = 16

// take returns the columns copied into the smallest space that was left and will do, or else into new space.
func (p *spare) take(columns []Column) []Column {
	best := -1
	for i, left := range *p {
		if cap(left) >= len(columns)+room/2 && (best < 0 || cap(left) < cap((*p)[best])) {
			best = i
		}
	}
	if best < 0 {
		return append(make([]Column, 0, len(columns)+room), columns...)
	}
	left, last := (*p)[best], len(*p)-1
	(*p)[best], *p = (*p)[last], (*p)[:last]
	return append(left, columns...)
}
