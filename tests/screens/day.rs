//! The first rest of a day: whoever answers for the clocks has them looked at, once.

use super::{SMALL, Seat, clock};
use fengqiao::tui::msg::Msg;

fn rest(seat: &mut Seat) {
    seat.tell(Msg::Tick { now: clock().now(), changed: false });
}

#[test]
fn the_supervisor_opens_the_day_and_the_front_desk_does_not() {
    let mut front = Seat::new("qiantai", SMALL);
    rest(&mut front);
    assert!(!front.screen().contains("新预警"), "{}", front.screen());
    let mut seat = Seat::new("ducha", SMALL);
    assert!(!seat.screen().contains("新预警"), "nothing on the way to the first screen");
    rest(&mut seat);
    assert!(seat.screen().contains("今天的期限已查,新预警"), "{}", seat.screen());
    seat.model.status.clear();
    rest(&mut seat);
    assert_eq!(seat.model.status, "", "once a day");
}
